// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A user to make; the name is checked here. */
public record NewUser(
        String name, String displayName, @Nullable String email, Role role) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}");
    private static final int LONGEST_DISPLAY_NAME = 100;
    private static final int LONGEST_EMAIL = 254;

    public NewUser {
        name = name.strip();
        displayName = displayName.isBlank() ? name : displayName.strip();
        email = email == null || email.isBlank() ? null : email.strip();
        if (!NAME.matcher(name).matches()) {
            throw refused("The name \"" + shortened(name)
                    + "\" is not usable; expected up to 64 letters, digits and . _ @ + -, beginning with a"
                    + " letter or digit");
        }
        if (email != null && (email.length() > LONGEST_EMAIL || email.indexOf('@') < 1)) {
            throw refused("\"" + shortened(email) + "\" is no e-mail address");
        }
        checkDisplayName(displayName);
    }

    static void checkDisplayName(String name) {
        if (name.isBlank() || name.length() > LONGEST_DISPLAY_NAME) {
            throw refused("A display name has 1 to " + LONGEST_DISPLAY_NAME + " characters");
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_DISPLAY_NAME ? text.substring(0, LONGEST_DISPLAY_NAME) + "…" : text;
    }

    private static FreshetException refused(String message) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
