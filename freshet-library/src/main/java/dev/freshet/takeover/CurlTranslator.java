// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.takeover.ShellLine.NotUnderstood;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code curl} and {@code wget} as HTTP calls. */
final class CurlTranslator {

    private static final Map<Character, String> CURL_SHORT = Map.ofEntries(
            Map.entry('X', "request"),
            Map.entry('H', "header"),
            Map.entry('d', "data"),
            Map.entry('u', "user"),
            Map.entry('A', "user-agent"),
            Map.entry('e', "referer"),
            Map.entry('b', "cookie"),
            Map.entry('m', "max-time"),
            Map.entry('o', "output"),
            Map.entry('w', "write-out"),
            Map.entry('f', "fail"),
            Map.entry('s', "silent"),
            Map.entry('S', "show-error"),
            Map.entry('L', "location"),
            Map.entry('i', "include"),
            Map.entry('v', "verbose"),
            Map.entry('I', "head"),
            Map.entry('G', "get"),
            Map.entry('4', "ipv4"),
            Map.entry('6', "ipv6"),
            Map.entry('#', "progress-bar"));
    private static final List<String> CURL_VALUED = List.of(
            "request",
            "header",
            "data",
            "data-raw",
            "data-ascii",
            "data-binary",
            "json",
            "url",
            "user",
            "user-agent",
            "referer",
            "cookie",
            "max-time",
            "output",
            "write-out",
            "retry",
            "retry-delay",
            "retry-max-time",
            "connect-timeout");
    private static final List<String> CURL_FLAGS =
            List.of("fail-with-body", "fail-early", "compressed", "no-progress-meter", "globoff");
    private static final Map<Character, String> WGET_SHORT = Map.ofEntries(
            Map.entry('q', "quiet"),
            Map.entry('O', "output-document"),
            Map.entry('o', "output-file"),
            Map.entry('T', "timeout"),
            Map.entry('t', "tries"),
            Map.entry('U', "user-agent"),
            Map.entry('n', "no-verbose"),
            Map.entry('v', "verbose"),
            Map.entry('d', "delete-after"));
    private static final List<String> WGET_VALUED = List.of(
            "output-document",
            "output-file",
            "timeout",
            "tries",
            "user-agent",
            "header",
            "post-data",
            "method",
            "body-data",
            "user",
            "password");

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    private static final Pattern SECRET_IN_URL =
            Pattern.compile("[?&][^=&]*(?:token|key|secret|passw)[^=&]*=[^$&]", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN = Pattern.compile("(\\w+://)([^/@\\s]+)@(.*)");

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> data = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, Object> keys = new LinkedHashMap<>();
    private final List<String> urls = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String user;
    private @Nullable String password;

    private CurlTranslator() {}

    static Translation curl(ShellCommand command) throws NotUnderstood {
        ShellOptions options = ShellOptions.parse("curl", command.arguments(), CURL_SHORT, CURL_VALUED, CURL_FLAGS);
        return new CurlTranslator().read("curl", options);
    }

    static Translation wget(ShellCommand command) throws NotUnderstood {
        List<ShellWord> words = command.arguments().stream()
                .map(word -> word.text().equals("-nv") ? new ShellWord("-n", false, false) : word)
                .toList();
        ShellOptions options =
                ShellOptions.parse("wget", words, WGET_SHORT, WGET_VALUED, List.of("spider", "no-cache"));
        return new CurlTranslator().read("wget", options);
    }

    private Translation read(String program, ShellOptions options) throws NotUnderstood {
        for (ShellWord word : options.rest()) {
            urls.add(text(word));
        }
        for (ShellOptions.Given option : options.given()) {
            option(option.name(), option.value());
        }
        if (urls.size() != 1) {
            throw new NotUnderstood(program + " calls " + (urls.isEmpty() ? "no URL" : urls.size() + " URLs"));
        }
        String url = urls.getFirst().contains("://") ? urls.getFirst() : "http://" + urls.getFirst();
        if (!url.matches("https?://\\S+")) {
            throw new NotUnderstood(program + " calls a URL that is not HTTP");
        }
        Matcher login = LOGIN.matcher(url);
        if (login.matches()) {
            url = login.group(1) + login.group(3);
            user = login.group(2);
        }
        if (user != null) {
            headers.putIfAbsent("Authorization", basic(password == null ? user : user + ":" + password));
        }
        String body = String.join("&", data).isBlank() ? null : String.join("&", data);
        if (body != null && body.contains("${")) {
            throw new NotUnderstood("the shell fills variables into what it sends");
        }
        if ((url + body).contains("{{")) {
            remarks.add("two braces begin a placeholder here, filled with a parameter of the run");
        }
        if (body != null && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        if (SECRET_IN_URL.matcher(url).find()) {
            remarks.add("its URL seems to hold a secret: put ${NAME} there, a variable of the service's environment");
        }
        boolean fails =
                options.given().stream().anyMatch(option -> option.name().matches("fail.*"));
        if (!fails && program.equals("curl")) {
            remarks.add("without --fail curl took every answer for a success; here one that is not 2xx fails the run");
        }
        if ((url + headers).contains("${")) {
            remarks.add("${…} stands for a variable in the environment of Freshet's service: set it there");
        }
        String used = method != null ? method : body == null ? "GET" : "POST";
        if (!METHODS.contains(used)) {
            throw new NotUnderstood("it calls with the method " + used);
        }
        return new Translation(new Work.Http(used, url, headers, body), nameHint(url), keys, remarks);
    }

    private void option(String name, ShellWord value) throws NotUnderstood {
        switch (name) {
            case "request", "method" -> method = text(value);
            case "head", "spider" -> method = "HEAD";
            case "url" -> urls.add(text(value));
            case "header" -> header(text(value));
            case "user-agent" -> headers.put("User-Agent", text(value));
            case "referer" -> headers.put("Referer", text(value));
            case "cookie" -> headers.put("Cookie", text(value));
            case "data", "data-ascii", "data-binary", "data-raw", "json", "post-data", "body-data" -> {
                String text = text(value);
                if (text.startsWith("@") && !name.equals("data-raw")) {
                    throw new NotUnderstood("what it sends is read from a file");
                }
                if (name.equals("json")) {
                    headers.put("Content-Type", "application/json");
                    headers.put("Accept", "application/json");
                }
                data.add(text);
            }
            case "user" -> user = text(value);
            case "password" -> password = text(value);
            case "get" -> throw new NotUnderstood("it turns data into a query string with --get: write the URL out");
            case "max-time", "timeout" -> timeout(text(value));
            case "retry" -> retries(text(value), 0);
            case "tries" -> retries(text(value), 1);
            case "output", "output-document" -> {
                if (!text(value).matches("-|/dev/null")) {
                    remarks.add(
                            "the answer was written to " + value.text() + "; here the run keeps the beginning of it");
                }
            }
            default -> {}
        }
    }

    private void header(String header) throws NotUnderstood {
        int colon = header.indexOf(':');
        if (colon <= 0 || header.startsWith("@")) {
            throw new NotUnderstood("a header of it is read from a file or taken away");
        }
        headers.put(
                header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }

    private void timeout(String seconds) {
        if (seconds.matches("[1-9]\\d{0,4}")) {
            keys.put("request-timeout", seconds + "s");
        }
    }

    private void retries(String count, int less) {
        if (count.matches("\\d{1,2}") && Integer.parseInt(count) > less) {
            keys.put("retries", Integer.parseInt(count) - less);
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ShellWord word) throws NotUnderstood {
        if (word.pattern()) {
            throw new NotUnderstood("the shell makes something else of \"" + Secrets.masked(word.text()) + "\"");
        }
        return word.text();
    }

    /** The end of its path, or its host. */
    private static String nameHint(String url) {
        try {
            URI uri = URI.create(url);
            String path = String.valueOf(uri.getPath()).replaceAll("/+$", "");
            String last = ShellCommand.baseName(path).replaceFirst("\\.\\w{1,5}$", "");
            return last.matches("(?i).*[a-z].*") && !last.matches("[0-9a-fA-F-]{20,}")
                    ? last
                    : "call-" + String.valueOf(uri.getHost());
        } catch (IllegalArgumentException e) {
            return "call";
        }
    }
}
