// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import com.microsoft.playwright.options.ColorScheme;

/** Every page on a desk. */
class WideLooksBrowserTest extends EveryLook {

    WideLooksBrowserTest() {
        super(1280, ColorScheme.LIGHT);
    }
}
