// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How this node sends mail.
 *
 * @param from the sender of mails that name none, or null for none
 * @param password of the server's user, asked for when it is needed
 */
public record MailSettings(MailServer server, @Nullable String from, MailPassword password) {

    public MailSettings {
        if (from != null) {
            checkAddress("The sender's address", from);
        }
    }

    /** A transport that leads there. */
    public MailTransport open() {
        return switch (server) {
            case MailServer.Smtp smtp -> new SmtpTransport(smtp, password);
            case MailServer.Folder folder -> new FolderTransport(folder.path());
        };
    }

    /**
     * Makes sure that mail can be sent to an address.
     *
     * @param whose what it is, for the message
     * @throws FreshetException INVALID_ARGUMENT where it is no address
     */
    public static void checkAddress(String whose, String address) {
        try {
            InternetAddress parsed = new InternetAddress(address, true);
            if (!parsed.getAddress().contains("@")) {
                throw new AddressException("it has no @");
            }
        } catch (AddressException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    whose + " \"" + address + "\" is none that mail can be sent to: " + e.getMessage()
                            + ". Expected name@host, or Name <name@host>.");
        }
    }

    /** Prints everything but secrets. */
    @Override
    public String toString() {
        return "MailSettings[" + server + ", from=" + from + "]";
    }
}
