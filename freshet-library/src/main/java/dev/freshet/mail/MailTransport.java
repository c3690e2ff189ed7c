// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

/** Hands mails over. Thread-safe. */
public sealed interface MailTransport permits SmtpTransport, FolderTransport {

    /**
     * Returns when somebody else answers for the mail.
     *
     * @throws MailException when nobody does, as far as can be known
     */
    void send(MimeMail mail);

    /** Where it leads, for people; without secrets. */
    String place();
}
