// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import dev.freshet.definition.ChannelDefinition;
import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Plan;
import dev.freshet.mail.MailSettings;
import org.jspecify.annotations.Nullable;

/** Warns of channels whose mails this node could not send. */
public final class MissingChannelMail {

    private MissingChannelMail() {}

    /** The plan with a warning beside each such channel. */
    public static Plan warn(Definitions definitions, Plan plan, @Nullable MailSettings mail) {
        String warning = mail == null
                ? "this service cannot send mail: start it with --mail-url, or set FRESHET_MAIL_URL"
                : mail.from() == null ? "its mails have no sender: start the service with --mail-from" : null;
        Plan warned = plan;
        for (ChannelDefinition channel : definitions.channels()) {
            if (warning != null && !channel.email().isEmpty()) {
                warned = warned.withWarning(new DefinitionName(DefinitionKind.CHANNEL, channel.name()), warning);
            }
        }
        return warned;
    }
}
