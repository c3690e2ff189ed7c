// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import com.microsoft.playwright.options.ColorScheme;

/** Every page on a phone. */
class NarrowLooksBrowserTest extends EveryLook {

    NarrowLooksBrowserTest() {
        super(OpenPage.PHONE, ColorScheme.DARK);
    }
}
