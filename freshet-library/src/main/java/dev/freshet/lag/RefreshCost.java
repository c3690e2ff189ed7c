// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import java.time.Duration;

/**
 * What a refresh of a view takes.
 *
 * @param typical half of them take at most
 * @param most 95 of 100 take at most
 */
public record RefreshCost(Duration typical, Duration most) {

    static final RefreshCost NOTHING = new RefreshCost(Duration.ZERO, Duration.ZERO);

    /** The part of one of several views that are refreshed in one transaction. */
    RefreshCost shared(int views) {
        return new RefreshCost(typical.dividedBy(views), most.dividedBy(views));
    }
}
