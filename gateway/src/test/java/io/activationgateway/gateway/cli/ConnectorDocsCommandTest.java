package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.catalogue.Vendors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorDocsCommandTest {

    private static final Path PAGES = Path.of("../deploy/connectors");

    /** Where this fails: {@code activation-gateway connector docs --into deploy/connectors}. */
    @Test
    void thePagesOfTheRepositoryAreThoseOfTheConnectors(@TempDir Path folder) throws IOException {
        assertThat(Run.of("connector", "docs", "--into", folder.toString()).exitCode())
                .isZero();

        assertThat(names(PAGES)).isEqualTo(names(folder));
        for (var name : names(folder)) {
            assertThat(PAGES.resolve(name)).hasSameTextualContentAs(folder.resolve(name));
        }
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aPageTellsEverySettingActRegionFieldAndNote(String name) {
        var run = Run.of("connector", "docs", name);

        assertThat(run.exitCode()).isZero();
        var vendor = Vendors.all().find(name);
        var guide = vendor.guide();
        assertThat(run.out())
                .contains("# " + guide.title(), guide.summary(), "`vendor: " + name + "`")
                .contains(guide.settings().stream().map(Guide.Setting::name).toList())
                .contains(escaped(guide.fields()))
                .contains(escaped(guide.notes()));
        for (var region : vendor.dataRegions()) {
            assertThat(run.out()).contains("| `" + region.name() + "` | ", region.endpoint() + " |");
        }
        for (var act : guide.acts()) {
            assertThat(run.out()).contains("| `" + act.operation().wireName() + "` | " + act.request() + " | ");
        }
    }

    @Test
    void withoutAVendorTheyAreCompared() {
        var run = Run.of("connector", "docs");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("| [")))
                .hasSameSizeAs(Vendors.all().names());
    }

    @Test
    void anUnknownVendorIsToldWithTheKnown() {
        var run = Run.of("connector", "docs", "pigeon");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.err()).contains("pigeon", "known: ", "iterable");
    }

    static Iterable<String> vendors() {
        return Vendors.all().names();
    }

    private static List<String> escaped(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> "- " + sentence.replace("<", "\\<"))
                .toList();
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
