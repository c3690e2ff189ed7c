// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenControlPostgresTest {

    private final AccessDatabase access = new AccessDatabase();
    private final TokenControl tokens =
            new TokenControl(access.database, access.audit, new TokenStore(access.database));

    @AfterEach
    void drop() {
        access.close();
    }

    @Test
    void refusesTheNameOfAUserWhomTheAuditTrailCouldNotTellApart() {
        access.user("Ada", Role.OPERATOR);
        assertThatThrownBy(() -> tokens.create(" ada ", Role.VIEWER, List.of(), null, AccessDatabase.ADMIN))
                .hasMessageContaining("\"ada\" is the name of a user")
                .hasMessageContaining("ada-crontab");
        assertThat(tokens.create("ada-crontab", Role.VIEWER, List.of(), null, AccessDatabase.ADMIN)
                        .token()
                        .name())
                .isEqualTo("ada-crontab");
    }
}
