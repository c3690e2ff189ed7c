// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.access.Role;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Roles as people write them. */
public final class Roles {

    private Roles() {}

    public static Role of(@Nullable String id) {
        return Arrays.stream(Role.values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "There is no role \"" + (id == null ? "" : id)
                                + "\"; expected viewer, operator or administrator"));
    }
}
