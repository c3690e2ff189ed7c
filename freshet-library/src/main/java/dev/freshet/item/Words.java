// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers of items as people read them. */
final class Words {

    private Words() {}

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String items(long count) {
        return number(count) + (count == 1 ? " item" : " items");
    }

    static String rows(@Nullable Long count) {
        return count == null || count == 1 ? "1 row" : number(count) + " rows";
    }
}
