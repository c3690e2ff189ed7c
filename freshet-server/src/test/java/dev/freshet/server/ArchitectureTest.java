// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the server's house; a rule that finds nothing to look at fails. */
@AnalyzeClasses(
        packages = {"dev.freshet.server", "dev.freshet.cli"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_SQL_OUTSIDE_THE_LIBRARY =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql", "javax.sql");

    @ArchTest
    static final ArchRule ONE_JSON_LIBRARY =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_IS_ON_TOP = noClasses()
            .that()
            .resideInAPackage("dev.freshet.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.freshet.cli..");

    @ArchTest
    static final ArchRule THE_EMBEDDED_DATABASE_KNOWS_NOTHING_OF_THE_SERVER = noClasses()
            .that()
            .resideInAPackage("dev.freshet.server.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.freshet.server", "dev.freshet.server.api..", "org.springframework..");
}
