// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.access.UserAccount;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginPostgresTest {

    private Door door;

    LoginPostgresTest(@TempDir Path home) {
        door = Door.open(home, new AccessOptions(AccessOptions.DEFAULT.sessions(), true, null));
    }

    @BeforeAll
    void addUsers() {
        door.user("root", Role.ADMINISTRATOR);
        door.user("ann", Role.VIEWER);
    }

    /** All come from one address. */
    @BeforeEach
    void forgetAttempts() {
        door.database.execute("DELETE FROM freshet.login_attempt");
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void leadsToTheLoginAndBackToWhereSomebodyWantedToGo() {
        Visitor visitor = door.visitor();
        HttpResponse<String> asked = visitor.get("/settings?done=name");
        assertThat(asked.statusCode()).isEqualTo(302);
        assertThat(Visitor.location(asked)).isEqualTo("/login?next=%2Fsettings%3Fdone%3Dname");
        HttpResponse<String> loggedIn = visitor.submit(
                Visitor.location(asked),
                "/login",
                Map.of("name", " ANN ", "password", Door.PASSWORD, "next", "/settings?done=name"));
        assertThat(loggedIn.statusCode()).isEqualTo(303);
        assertThat(Visitor.location(loggedIn)).isEqualTo("/settings?done=name");
        assertThat(visitor.get("/settings").body()).contains("Your sessions", "ann");
        assertThat(visitor.get("/login").statusCode()).isEqualTo(303);
    }

    @Test
    void neverLeadsToAnotherSite() {
        for (String next : List.of(
                "//evil.example",
                "/\\evil.example",
                "http://evil.example",
                "https:evil.example",
                "/%2f%2fevil.example",
                "/%5cevil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/\r\nSet-Cookie: a=b",
                "evil.example",
                "")) {
            HttpResponse<String> loggedIn = door.visitor()
                    .submit("/login", "/login", Map.of("name", "ann", "password", Door.PASSWORD, "next", next));
            assertThat(Visitor.location(loggedIn)).as(next).isEqualTo("/");
        }
    }

    @Test
    void tellsProgramsInTheirWords() {
        Visitor visitor = door.visitor();
        assertThat(visitor.post("/jobs/x/run", Map.of()).statusCode()).isEqualTo(401);
        HttpResponse<String> htmx =
                visitor.get("/jobs", "HX-Request", "true", "HX-Current-URL", "http://127.0.0.1:1/jobs?state=paused");
        assertThat(htmx.statusCode()).isEqualTo(401);
        assertThat(htmx.headers().firstValue("HX-Redirect")).hasValue("/login?next=%2Fjobs%3Fstate%3Dpaused");
        assertThat(htmx.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void givesCookiesThatNoScriptReadsAndNoOtherSiteSends() {
        HttpResponse<String> plain = door.visitor().logIn("ann", Door.PASSWORD);
        assertThat(plain.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith(door.cookie("freshet-session") + "=")
                        .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800")
                        .doesNotContain("Secure", "Domain"));
        Visitor behindProxy = door.visitor();
        HttpResponse<String> form = behindProxy.get("/login", "X-Forwarded-Proto", "https");
        assertThat(form.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(form.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie ->
                        assertThat(cookie).startsWith("__Host-freshet-form=").contains("Secure"));
    }

    @Test
    void everyPageHasStrictHeadersAndIsKeptByNobody() {
        Visitor visitor = door.visitor();
        visitor.logIn("ann", Door.PASSWORD);
        for (String page : List.of("/", "/settings", "/login", "/welcome?key=x")) {
            var headers = visitor.get(page).headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(page)
                    .hasValue("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
                            + " 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri"
                            + " 'none'; frame-ancestors 'none'");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
            assertThat(headers.firstValue("Permissions-Policy")).isPresent();
            assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(headers.firstValue("Referrer-Policy"))
                    .hasValue(page.startsWith("/welcome") ? "no-referrer" : "same-origin");
            assertThat(headers.allValues("Set-Cookie")).noneMatch(cookie -> cookie.contains("JSESSIONID"));
        }
    }

    @Test
    void refusesAfterFiveWrongPasswordsAndSaysWhenToTryAgain() {
        door.user("eve", Role.VIEWER);
        for (String name : List.of("eve", "nobody-of-this-name")) {
            Visitor visitor = door.visitor();
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> wrong = visitor.logIn(name, "a wrong password " + i);
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.body()).contains("Name or password is wrong.");
            }
            HttpResponse<String> locked = visitor.logIn(name, Door.PASSWORD);
            assertThat(locked.statusCode()).isEqualTo(429);
            assertThat(locked.headers()
                            .firstValue("Retry-After")
                            .map(Integer::valueOf)
                            .orElse(0))
                    .isBetween(1, 16);
            assertThat(locked.body()).contains("Too many attempts. Try again in");
        }
    }

    @Test
    void replacesAHashOfAnOldMethodAtTheNextLogin() {
        UserAccount old = door.user("old", Role.VIEWER);
        String bcrypt = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(Door.PASSWORD);
        door.users().rehash(old, bcrypt);
        assertThat(door.visitor().logIn("old", Door.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(door.users().passwordHash(old)).startsWith("{pbkdf2-600k}");
        assertThat(door.visitor().logIn("old", Door.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void loggingOutEndsTheSession() {
        Visitor visitor = door.visitor();
        visitor.logIn("ann", Door.PASSWORD);
        Map<String, String> stolen = Map.copyOf(visitor.cookies);
        HttpResponse<String> out = visitor.submit("/", "/logout", Map.of());
        assertThat(Visitor.location(out)).isEqualTo("/login");
        Visitor thief = door.visitor();
        thief.cookies.putAll(stolen);
        assertThat(Visitor.location(thief.get("/settings"))).isEqualTo("/login?ended&next=%2Fsettings");
        assertThat(thief.get("/login?ended").body()).contains("Your session has ended");
    }

    @Test
    void changesOnesPasswordAndEndsEveryOtherSession() {
        door.user("max", Role.VIEWER);
        Visitor here = door.visitor();
        here.logIn("max", Door.PASSWORD);
        Visitor there = door.visitor();
        there.logIn("max", Door.PASSWORD);
        String before = here.cookies.get(door.cookie("freshet-session"));
        Map<String, String> wrong = Map.of(
                "current",
                "not it at all",
                "password",
                "other words than before",
                "repeated",
                "other words than before");
        HttpResponse<String> refused = here.submit("/settings", "/settings/password", wrong);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("The current password is wrong");
        Map<String, String> right = Map.of(
                "current", Door.PASSWORD, "password", "other words than before", "repeated", "other words than before");
        assertThat(Visitor.location(here.submit("/settings", "/settings/password", right)))
                .isEqualTo("/settings?done=password");
        assertThat(here.cookies.get(door.cookie("freshet-session"))).isNotEqualTo(before);
        assertThat(here.get("/settings").statusCode()).isEqualTo(200);
        assertThat(there.get("/settings").statusCode()).isEqualTo(302);
        assertThat(door.visitor().logIn("max", Door.PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsWhoMayNotWhatIsMissing() {
        Visitor visitor = door.visitor();
        visitor.logIn("ann", Door.PASSWORD);
        HttpResponse<String> refused = visitor.get("/users");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Your role does not allow this");
    }

    @Test
    void showsNobodyThePageOfSomebodyElse() {
        Visitor root = door.visitor();
        root.logIn("root", Door.PASSWORD);
        door.user("boss", Role.ADMINISTRATOR);
        Visitor boss = door.visitor();
        boss.logIn("boss", Door.PASSWORD);
        root.get("/settings");
        assertThat(boss.get("/settings", "HX-Request", "true", "HX-Target", "content")
                        .body())
                .contains("boss")
                .doesNotContain("root");
    }
}
