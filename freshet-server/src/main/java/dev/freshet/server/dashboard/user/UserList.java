// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.user;

import dev.freshet.access.UserControl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /users} shows.
 *
 * @param name and the rest: what was typed before the fault
 */
public record UserList(
        List<UserControl.Listed> users,
        String csrfToken,
        @Nullable String fault,
        String name,
        String displayName,
        String email,
        String role) {}
