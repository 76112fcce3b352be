package io.activationgateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.consent.profile.Channel;

/** Who may know whom. */
@AnalyzeClasses(
        packages = "io.activationgateway",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule consentKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage("io.activationgateway.consent..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.activationgateway..")
                    .and(not(resideInAPackage("io.activationgateway.consent.."))));

    @ArchTest
    static final ArchRule residencyKnowsConsentOnly = noClasses()
            .that()
            .resideInAPackage("io.activationgateway.residency..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.activationgateway..")
                    .and(not(
                            resideInAnyPackage("io.activationgateway.residency..", "io.activationgateway.consent.."))));

    @ArchTest
    static final ArchRule connectorsKnowIdentifiersAndChannelsOnly = noClasses()
            .that()
            .resideInAPackage("io.activationgateway.connectors..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.activationgateway..")
                    .and(not(resideInAnyPackage(
                            "io.activationgateway.connectors..", "io.activationgateway.consent.identity..")))
                    .and(not(equivalentTo(Channel.class))));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.activationgateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule packagesAreCutByFeature = noClasses()
            .should()
            .resideInAnyPackage("..utils..", "..util..", "..common..", "..impl..", "..manager..", "..helper..");

    /** A row is bytes and slices of them on its whole way: see the design of ingest. A vendor's answer is small. */
    @ArchTest
    static final ArchRule rowsAreNoTrees = noClasses()
            .that(resideInAnyPackage(
                            "io.activationgateway.gateway.ingest..",
                            "io.activationgateway.gateway.screening..",
                            "io.activationgateway.connectors..")
                    .and(not(resideInAPackage("io.activationgateway.connectors.sandbox..")))
                    .and(not(equivalentTo(ReplyJson.class))))
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.databind.."))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.fasterxml.jackson.core.TreeNode")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.core.json.JsonObject")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.core.json.JsonArray");

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheTerminal = noClasses()
            .that(not(resideInAnyPackage("io.activationgateway.gateway.cli..", "io.activationgateway.gateway.demo..")))
            .and()
            .doNotHaveFullyQualifiedName("io.activationgateway.gateway.Main")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nobodyUsesJavaUtilLogging = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.allowEmptyShould(true);

    /** Leaves out the tests of the other modules, which are on the class path as a jar once they are packaged. */
    static final class NoTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
