// SPDX-License-Identifier: Apache-2.0
/**
 * Mail going out: by SMTP, or into a folder for machines that have no mail server.
 *
 * <p>{@link dev.freshet.mail.MailMessage} is what a mail says, {@link dev.freshet.mail.MimeMail} is how the wire has it, and a
 * {@link dev.freshet.mail.MailTransport} hands it over. A mail that was handed over cannot be called back: whoever sends
 * mail does so at-least-once, with a {@code Message-ID} that stays the same, by which receivers drop doubles.
 */
@NullMarked
package dev.freshet.mail;

import org.jspecify.annotations.NullMarked;
