// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;

/** A real SMTP server on loopback that keeps what it gets. */
public final class MailBox implements AutoCloseable {

    public static final String USER = "app";
    public static final String PASSWORD = "hunter2-of-mail";

    private final GreenMail server;

    private MailBox(ServerSetup setup) {
        server = new GreenMail(setup);
        server.start();
    }

    public static MailBox smtp() {
        return new MailBox(ServerSetup.SMTP.dynamicPort());
    }

    public static MailBox smtps() {
        return new MailBox(ServerSetup.SMTPS.dynamicPort());
    }

    /** Lets nobody in but {@link #USER}. */
    public MailBox withLogin() {
        server.setUser("app@shop.example", USER, PASSWORD);
        server.getUserManager().setAuthRequired(true);
        return this;
    }

    /** Where it listens: {@code 127.0.0.1:12345}. */
    public String address() {
        ServerSetup setup = server.getSmtp() == null
                ? server.getSmtps().getServerSetup()
                : server.getSmtp().getServerSetup();
        return "127.0.0.1:" + setup.getPort();
    }

    /** What it got, in order. */
    public List<MimeMessage> messages() {
        return List.of(server.getReceivedMessages());
    }

    public static String header(MimeMessage message, String name) {
        try {
            return String.join(", ", message.getHeader(name));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
