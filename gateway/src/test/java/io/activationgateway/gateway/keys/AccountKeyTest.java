package io.activationgateway.gateway.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountKeyTest {

    @Test
    void isOneLineThatAServiceAccountCanSignWith() {
        var file = new String(SecretKind.ACCOUNT_KEY.make(new SecureRandom()), US_ASCII);

        assertThat(file.lines()).hasSize(1);
        var settings = Map.of(
                "country", "US",
                "spreadsheet_id", "sheet",
                "columns", List.of("email"),
                "client_email", "gateway@example.com",
                "private_key", file.strip());
        var sheets = Vendors.all().find("google-sheets");
        assertThat(sheets).isNotNull();
        assertThat(sheets.connect(new Settings("destinations.x", settings))).isNotNull();
    }
}
