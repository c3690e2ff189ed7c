// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import org.jspecify.annotations.Nullable;

/** Where the password of a mail server's user comes from: asked when a mail is sent, kept nowhere. */
@FunctionalInterface
public interface MailPassword {

    /** The password, or null where there is none. */
    @Nullable
    String find();
}
