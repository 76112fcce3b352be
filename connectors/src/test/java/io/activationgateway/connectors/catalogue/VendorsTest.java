package io.activationgateway.connectors.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.segment.SegmentVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VendorsTest {

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> new Vendors(List.of(new SegmentVendor(), new SegmentVendor())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment");
    }

    @Test
    void findsThoseThatShipAndNoOther() {
        assertThat(Vendors.all().names().stream().map(name -> name.replace("-", "")))
                .containsExactlyInAnyOrderElementsOf(shipped());
        assertThat(Vendors.all().find("segment")).isInstanceOf(SegmentVendor.class);
        assertThat(Vendors.all().find("Segment")).isNull();
    }

    /** The packages with a vendor in them; a vendor that nobody registered would ship unseen. */
    private static Set<String> shipped() {
        try (var files = Files.walk(Path.of("src/main/java/io/activationgateway/connectors"))) {
            return files.filter(file -> file.toString().matches(".*/[A-Z][a-z0-9A-Z]+Vendor[.]java"))
                    .map(file -> file.getFileName().toString().replace("Vendor.java", ""))
                    .filter(name -> !name.equals("Simulated"))
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
