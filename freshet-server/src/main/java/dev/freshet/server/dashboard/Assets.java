// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Addresses of scripts and style sheets; they change with the content, so that browsers may keep them for ever. */
@Component
public class Assets {

    private static final int DIGITS = 12;

    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /** The address of a file below {@code static/assets}. */
    public String address(String name) {
        return addresses.computeIfAbsent(name, file -> "/assets/" + file + "?v=" + digest("static/assets/" + file));
    }

    /** The address of htmx, which comes as a WebJar. */
    public String htmx() {
        return addresses.computeIfAbsent("htmx", htmx -> {
            String path = "META-INF/resources/webjars/htmx.org/" + htmxVersion() + "/dist/htmx.min.js";
            return path.substring("META-INF/resources".length()) + "?v=" + digest(path);
        });
    }

    private static String htmxVersion() {
        ClassPathResource properties = new ClassPathResource("META-INF/maven/org.webjars.npm/htmx.org/pom.properties");
        try (var in = properties.getInputStream()) {
            java.util.Properties read = new java.util.Properties();
            read.load(in);
            return read.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("htmx is missing from the class path", e);
        }
    }

    private static String digest(String path) {
        try (var in = new ClassPathResource(path).getInputStream()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " is missing from the class path", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
