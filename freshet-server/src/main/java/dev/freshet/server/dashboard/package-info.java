// SPDX-License-Identifier: Apache-2.0
/**
 * The dashboard: pages rendered by the server.
 *
 * <p>A page is a controller {@code …Page} in a package of its own below this one, a template under {@code src/main/jte}, and
 * records that hold what the template shows. The controller returns {@link dev.freshet.server.dashboard.Pages#show}, which
 * puts the content into the layout, or – when the page that is already open asks because something changed – answers the
 * content alone. Content depends on the {@link dev.freshet.server.dashboard.Reader} and on nothing else of the request, so
 * that it is rendered once for everybody who looks at the same page.
 *
 * <p>An act is a {@code POST} that answers {@link dev.freshet.server.dashboard.Acted}; buttons come from the template
 * {@code ui/act}. Words, colours and shapes of states come from {@link dev.freshet.server.dashboard.ui.Sign}.
 */
@NullMarked
package dev.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
