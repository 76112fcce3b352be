package io.activationgateway.gateway.config;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the destinations of a configuration: what the courier needs, and what it leaves to their vendors. */
final class DestinationReader {

    /** What is not a vendor's to read. */
    private static final Set<String> OURS =
            Set.of("vendor", "operations", "private_addresses", "tls", "proxy", "sending");

    private final ConfigFile file;
    private final List<String> errors;

    DestinationReader(ConfigFile file, List<String> errors) {
        this.file = file;
        this.errors = errors;
    }

    Map<String, DestinationConfig> read(Values destinations) {
        var all = new LinkedHashMap<String, DestinationConfig>();
        for (var name : destinations.names()) {
            all.put(name, destination(name, destinations.inner(name)));
        }
        return all;
    }

    private DestinationConfig destination(String name, Values destination) {
        var secrets = new SecretReader(file, errors);
        var settings = settings(name, destination, secrets);
        var sending = sending(destination.inner("sending")).reaching(reach(destination, secrets));
        return new DestinationConfig(
                name,
                destination.text("vendor"),
                operations(destination.texts("operations")),
                sending,
                settings,
                new DestinationConfig.Renewal(secrets.files(), () -> again(name, destination)));
    }

    private DestinationConfig.Renewed again(String name, Values destination) {
        var wrong = new ArrayList<String>();
        var secrets = new SecretReader(file, wrong);
        var settings = settings(name, destination, secrets);
        var reach = reach(destination, secrets);
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
        return new DestinationConfig.Renewed(settings, reach);
    }

    private static Set<Operation> operations(List<String> names) {
        return Arrays.stream(Operation.values())
                .filter(operation -> names.contains(operation.wireName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Settings settings(String name, Values destination, SecretReader secrets) {
        var settings = new LinkedHashMap<String, Object>();
        destination.values().forEach((key, value) -> {
            if (!OURS.contains(key)) {
                settings.put(key, resolved(destination.path(key), value, secrets));
            }
        });
        return new Settings("destinations." + name, settings);
    }

    private static CourierSettings sending(Values sending) {
        var usual = CourierSettings.DEFAULTS;
        return new CourierSettings(
                sending.number("connections", usual.connections()),
                sending.number("deliveries", usual.waiting()),
                sending.number("attempts", usual.attempts()),
                Duration.ofMillis(sending.number(
                        "connect_timeout_ms", (int) usual.connectTimeout().toMillis())),
                Duration.ofMillis(sending.number(
                        "request_timeout_ms", (int) usual.requestTimeout().toMillis())),
                usual.backoff(),
                usual.longestBackoff(),
                usual.maxAnswerBytes(),
                Duration.ofMillis(
                        sending.number("linger_ms", (int) usual.linger().toMillis())),
                usual.reach());
    }

    private static Reach reach(Values destination, SecretReader secrets) {
        var tls = destination.inner("tls");
        return new Reach(
                destination.flag("private_addresses"),
                tls.has("certificate") ? own(tls, secrets) : null,
                tls.has("authorities") ? certificates(tls, "authorities", secrets) : null,
                destination.has("proxy") ? proxy(destination.inner("proxy"), secrets) : null);
    }

    private static Reach.ClientCertificate own(Values tls, SecretReader secrets) {
        var certificates = certificates(tls, "certificate", secrets);
        return new Reach.ClientCertificate(certificates, secrets.keyOf(certificates, tls.path("key"), tls.text("key")));
    }

    private static Path certificates(Values tls, String name, SecretReader secrets) {
        return secrets.certificates(tls.path(name), tls.text(name));
    }

    private static Reach.Proxy proxy(Values proxy, SecretReader secrets) {
        return new Reach.Proxy(
                proxy.text("host"),
                proxy.number("port", 0),
                proxy.has("user") ? proxy.text("user") : null,
                password(proxy, secrets));
    }

    private static @Nullable String password(Values proxy, SecretReader secrets) {
        return proxy.has("password")
                ? secrets.read(proxy.path("password"), proxy.inner("password").values())
                        .value()
                : null;
    }

    /** The value with every reference to a secret replaced by the secret. */
    private static Object resolved(String path, Object value, SecretReader secrets) {
        if (value instanceof Map<?, ?> map) {
            if (map.size() == 1 && (map.containsKey("file") || map.containsKey("env"))) {
                return secrets.read(path, map).value();
            }
            var inner = new LinkedHashMap<String, Object>();
            map.forEach((key, part) -> inner.put(String.valueOf(key), resolved(path + "." + key, part, secrets)));
            return inner;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(part -> resolved(path, part, secrets)).toList();
        }
        if (value instanceof Long number && number.intValue() == number) {
            return number.intValue();
        }
        return value;
    }
}
