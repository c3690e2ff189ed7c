// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.server.security.Viewer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the layout shows around a page's content.
 *
 * @param section null outside of the navigation
 * @param viewer null before login
 * @param address the page's own, for its updates
 * @param topics what the page follows, separated by blanks
 * @param content null outside of the navigation
 */
public record Frame(
        String title,
        @Nullable Section section,
        @Nullable Viewer viewer,
        String csrfToken,
        String address,
        Assets assets,
        String topics,
        @Nullable Content content) {

    public Viewer knownViewer() {
        return Objects.requireNonNull(viewer);
    }

    public Content knownContent() {
        return Objects.requireNonNull(content);
    }
}
