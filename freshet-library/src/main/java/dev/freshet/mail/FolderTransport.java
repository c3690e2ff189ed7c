// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts mails into a folder, a file {@code .eml} for each: for machines that have no mail server. The same mail is the same
 * file, so that sending it twice leaves one.
 */
final class FolderTransport implements MailTransport {

    private final Path folder;

    FolderTransport(Path folder) {
        this.folder = folder;
    }

    @Override
    public void send(MimeMail mail) {
        try {
            Files.createDirectories(folder);
            Path begun = Files.createTempFile(folder, "sending-", ".tmp");
            Files.write(begun, mail.bytes());
            // Whoever looks sees whole mails only.
            Files.move(
                    begun,
                    folder.resolve(mail.fileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MailException(
                    "The mail to " + mail.message().to() + " cannot be written to the folder " + folder + ": "
                            + e.getMessage(),
                    true,
                    "The service needs the right to write there; --mail-url names another folder or a server.",
                    e);
        }
    }

    @Override
    public String place() {
        return "folder " + folder;
    }
}
