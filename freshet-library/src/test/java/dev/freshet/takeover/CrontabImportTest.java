// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrontabImportTest {
    @Test
    void tries() {
        Imported.Read read = Imported.crontab("user.crontab");
        System.out.println(read.text());
        System.out.println(read.result().jobsByCommand());
        System.out.println(Imported.crontab("etc.crontab").text());
        assertThat(read.definitions()).isNotNull();
    }
}
