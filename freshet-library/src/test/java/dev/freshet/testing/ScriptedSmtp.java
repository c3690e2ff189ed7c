// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An SMTP server whose every answer a test chooses: it can refuse a recipient, or die in the middle. */
public final class ScriptedSmtp implements AutoCloseable {

    /** An answer after which the connection is cut. */
    public static final String HANG_UP = "";

    private final ServerSocket listening;
    private final UnaryOperator<String> script;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    /**
     * Starts it.
     *
     * @param script gets a command, or {@code .} for a whole message, and gives the answer
     */
    public ScriptedSmtp(UnaryOperator<String> script) {
        this.script = script;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** The messages that came in whole, also those it said nothing to. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket accepted) {
        try (Socket socket = accepted;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            say(out, "220 here");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = script.apply(line);
                if (answer.equals(HANG_UP)) {
                    return;
                }
                say(out, answer);
                if (answer.startsWith("354")) {
                    StringBuilder message = new StringBuilder();
                    for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                        message.append(text).append('\n');
                    }
                    messages.add(message.toString());
                    String accepting = script.apply(".");
                    if (accepting.equals(HANG_UP)) {
                        return;
                    }
                    say(out, accepting);
                }
            }
        } catch (IOException e) {
            // The other side hung up, as it may.
            return;
        }
    }

    private static void say(Writer out, String answer) throws IOException {
        out.write(answer + "\r\n");
        out.flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
