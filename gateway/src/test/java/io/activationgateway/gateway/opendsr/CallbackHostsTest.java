package io.activationgateway.gateway.opendsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackHostsTest {

    private static final Set<String> LISTED =
            Set.of("controller.example", "other.example:8443", "127.0.0.1", "127.0.0.1:8080", "localhost:8080");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://controller.example/dsr?x=1",
                "HTTPS://Controller.Example:443/",
                "https://other.example:8443/dsr",
            })
    void whatIsListedIsPermitted(String url) {
        assertThat(new CallbackHosts(LISTED, false).permitted(url)).contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://controller.example/dsr",
                "https://controller.example:8443/dsr",
                "https://other.example/dsr",
                "https://elsewhere.example/dsr",
                "https://controller.example.evil.example/",
                "https://controller.example@evil.example/",
                "https://user:pass@controller.example/",
                "https://controller.example/#part",
                "https://controller.example\\@evil.example/",
                "https://controller.example /",
                "ftp://controller.example/",
                "file:///etc/passwd",
                "//controller.example/",
                "controller.example",
                "http://127.0.0.1:8080/",
                "",
            })
    void nothingElseIs(String url) {
        assertThat(new CallbackHosts(LISTED, false).permitted(url)).isEmpty();
    }

    @Test
    void plainHttpGoesToThisMachineOnlyAndOnlyWhereItIsMeant() {
        var trial = new CallbackHosts(LISTED, true);

        assertThat(trial.permitted("http://127.0.0.1:8080/dsr")).isPresent();
        assertThat(trial.permitted("http://localhost:8080/dsr")).isPresent();
        assertThat(trial.permitted("http://127.0.0.1:8081/dsr")).isEmpty();
        assertThat(trial.permitted("http://controller.example/dsr")).isEmpty();
        assertThat(trial.permitted("http://[::1]:8080/dsr")).isEmpty();
    }

    @Test
    void aListedNameWithAPrivateAddressIsNotReached() throws Exception {
        var url = URI.create("https://127.0.0.1/dsr");

        assertThatThrownBy(() -> new CallbackHosts(LISTED, false).resolve(url))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("private address");
        assertThat(new CallbackHosts(LISTED, true).resolve(url).getPort()).isEqualTo(443);
    }
}
