// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freshet.cluster.Agent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The laws of the house that can be read from compiled classes. {@link SourceLawTest} reads the sources. */
class ArchitectureTest {

    private static final String ROOT = "dev.freshet";

    /** Each package imports from lines below its own only: never sideways, never up. The root stands above all. */
    private static final Map<Integer, List<String>> LINES = Map.of(
            0, List.of("error", "event", "cron"),
            1, List.of("postgres", "template", "mail"),
            2, List.of("cluster", "schema"),
            3, List.of("definition", "audit", "artifact"),
            4, List.of("job", "access", "takeover"),
            5, List.of("freshness", "lineage", "enqueue", "item", "change", "mark"),
            6, List.of("schedule", "ingest", "evidence", "http", "lag"),
            7, List.of("view", "rollup", "index", "ranking", "report", "backfill"),
            8, List.of("kpi", "alert"));

    /** Line 0 is one step finer than the rest: {@code cron} reports its faults through {@code error}. */
    private static final Map<String, String> WITHIN_LINE_0 = Map.of("cron", "error");

    private static final String FORBIDDEN_NAME = ".*(Manager|Helper|Utils?|Impl|Data|Info)|Base[A-Z].*|Abstract[A-Z].*";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT)
            .that(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "of the library", type -> !type.getPackageName().startsWith(ROOT + ".testkit")));

    @Test
    void findsTheLibrary() {
        assertThat(OURS.size()).isGreaterThan(100);
    }

    @Test
    void givesEveryPackageItsLine() {
        Set<String> known = LINES.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertThat(packages()).isSubsetOf(known);
    }

    @Test
    void importsDownwardOnly() {
        Set<String> offences = new TreeSet<>();
        for (JavaClass type : OURS) {
            String from = feature(type);
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && !mayImport(from, feature(target))) {
                    offences.add(dependency.getDescription());
                }
            });
        }
        assertThat(offences).isEmpty();
    }

    @Test
    void hasNoCycleOfPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void keepsTheDriverInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.postgresql..", "com.zaxxer..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".postgres..", ROOT + ".schema..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.sql..")
                .check(OURS);
    }

    @Test
    void readsJsonWithOneLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .check(OURS);
    }

    @Test
    void namesThingsForWhatTheyAre() {
        assertThat(OURS.stream()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.matches(FORBIDDEN_NAME))
                        .toList())
                .isEmpty();
        noFields()
                .should()
                .haveNameMatching("(.*[a-z])?([hH]elper|[mM]anager|[uU]tils?|[iI]mpl)")
                .check(OURS);
    }

    @Test
    void asksForThingsWithoutGet() {
        // A method another library calls by its name is that library's to name.
        noMethods()
                .that()
                .areNotPrivate()
                .and(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are named by us", method -> !overridesForeign(method)))
                .should()
                .haveNameMatching("get[A-Z].*")
                .check(OURS);
    }

    @Test
    void marksEveryPackageAsFreeOfNull() throws ClassNotFoundException {
        for (String name : packages()) {
            Class<?> info = Class.forName(ROOT + "." + name + ".package-info");
            assertThat(info.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
        }
        assertThat(Class.forName(ROOT + ".package-info").isAnnotationPresent(NullMarked.class))
                .isTrue();
    }

    @Test
    void closesEverythingThatStarts() {
        List<JavaClass> starting = OURS.stream()
                .filter(type -> type.tryGetMethod("start")
                        .filter(start -> start.getRawReturnType().isEquivalentTo(void.class))
                        .filter(start -> !start.getModifiers().contains(JavaModifier.PRIVATE))
                        .isPresent())
                .toList();
        assertThat(starting).hasSizeGreaterThan(4);
        assertThat(starting)
                .allSatisfy(type -> assertThat(type.isAssignableTo(AutoCloseable.class))
                        .as(type.getName())
                        .isTrue());
        JavaClass agent = OURS.get(Agent.class);
        assertThat(List.of("start", "stop", "close"))
                .allSatisfy(name -> assertThat(agent.tryGetMethod(name)).isPresent());
    }

    private static boolean overridesForeign(com.tngtech.archunit.core.domain.JavaMethod method) {
        return method.getOwner().getAllRawSuperclasses().stream().anyMatch(type -> declares(type, method))
                || method.getOwner().getAllRawInterfaces().stream().anyMatch(type -> declares(type, method))
                || method.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean declares(JavaClass type, com.tngtech.archunit.core.domain.JavaMethod method) {
        return !isOurs(type)
                && type.getAllMethods().stream().anyMatch(m -> m.getName().equals(method.getName()));
    }

    private static boolean mayImport(String from, String to) {
        if (from.equals(to) || from.isEmpty()) {
            return true;
        }
        return !to.isEmpty() && (line(to) < line(from) || Objects.equals(WITHIN_LINE_0.get(from), to));
    }

    private static int line(String feature) {
        return LINES.entrySet().stream()
                .filter(line -> line.getValue().contains(feature))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Package " + feature + " has no line"))
                .getKey();
    }

    private static Set<String> packages() {
        return OURS.stream()
                .map(ArchitectureTest::feature)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** The part of the package's name after the root; empty for the root itself. */
    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).replaceFirst("\\..*", "");
    }
}
