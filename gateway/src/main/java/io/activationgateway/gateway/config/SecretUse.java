package io.activationgateway.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place of a configuration that refers to a secret or a key. Listed without reading any of them, so that those that do
 * not exist yet can be made.
 */
public sealed interface SecretUse {

    /** Where it stands in the configuration, such as {@code destinations.iterable-eu.api_key}. */
    String place();

    Purpose purpose();

    /** A file, which may or may not exist. */
    record InFile(String place, Purpose purpose, Path file) implements SecretUse {}

    /**
     * A variable of the environment.
     *
     * @param set whether it has a value
     */
    record InEnvironment(String place, Purpose purpose, String variable, boolean set) implements SecretUse {}

    /** What it is for, which tells what it is made of and who makes it. */
    enum Purpose {
        PSEUDONYM_KEY,
        SIGNING_KEY,
        /** The public half of somebody's signing key. */
        TRUSTED_KEY,
        SOURCE_KEY,
        /** What a simulated webhook receiver checks signatures with. */
        SANDBOX_WEBHOOK,
        /** The credential of a simulated vendor. */
        SANDBOX_VENDOR,
        /** The private key with which a service account asks a simulated vendor for tokens. */
        SANDBOX_ACCOUNT,
        /** The key by which another region knows this one; its certificate lies beside it. */
        LINK_KEY,
        /** The certificate by which this region knows another. */
        PEER_CERTIFICATE,
        /** A key that a certificate authority has certified. */
        CERTIFIED_KEY,
        /** The credential of a real vendor: only the vendor can give it. */
        VENDOR,
        /** The gateway's password at the region's database. */
        DATABASE_PASSWORD
    }

    /**
     * Every such place of a configuration file, in its order.
     *
     * @param environment the environment's variables, null where one is not set
     * @throws ConfigException where the file does not fit its schema
     */
    static List<SecretUse> of(Path file, Function<String, @Nullable String> environment) {
        var config = new ConfigFile(file, environment);
        var values = config.values();
        var uses = new ArrayList<SecretUse>();
        var keys = values.inner("keys");
        uses.add(new InFile(keys.path("pseudonym"), Purpose.PSEUDONYM_KEY, config.path(keys.text("pseudonym"))));
        uses.add(new InFile(keys.path("ledger"), Purpose.SIGNING_KEY, config.path(keys.text("ledger"))));
        if (keys.has("policy_signer")) {
            uses.add(new InFile(
                    keys.path("policy_signer"), Purpose.SIGNING_KEY, config.path(keys.text("policy_signer"))));
        }
        for (var trusted : new GovernanceReader(config, (_, _) -> new Secret("")).trust(keys)) {
            uses.add(new InFile(keys.path("policy_trust"), Purpose.TRUSTED_KEY, trusted.file()));
        }
        addLinks(config, values.inner("policy"), uses);
        addKeys(config, values.inner("people"), uses);
        var store = values.inner("consent").inner("store");
        if (store.has("password")) {
            add(
                    config,
                    store.path("password"),
                    Purpose.DATABASE_PASSWORD,
                    store.inner("password").values(),
                    uses);
        }
        addKeys(config, values.inner("sources"), uses);
        var destinations = values.inner("destinations");
        for (var name : destinations.names()) {
            var destination = destinations.inner(name);
            destination
                    .values()
                    .forEach((key, value) -> add(config, destination.path(key), purpose(destination), value, uses));
        }
        if (values.has("opendsr")) {
            var dsr = values.inner("opendsr");
            uses.add(new InFile(dsr.path("key"), Purpose.CERTIFIED_KEY, config.path(dsr.text("key"))));
        }
        return List.copyOf(uses);
    }

    /** By what people and sources show who they are. */
    private static void addKeys(ConfigFile config, Values holders, List<SecretUse> uses) {
        for (var name : holders.names()) {
            var holder = holders.inner(name);
            add(
                    config,
                    holder.path("key"),
                    Purpose.SOURCE_KEY,
                    holder.inner("key").values(),
                    uses);
        }
    }

    private static void addLinks(ConfigFile config, Values policy, List<SecretUse> uses) {
        for (var end : List.of("serve", "follow")) {
            if (policy.has(end)) {
                var link = policy.inner(end);
                uses.add(new InFile(link.path("key"), Purpose.LINK_KEY, config.path(link.text("key"))));
                var peers = end.equals("serve") ? "followers" : "authority";
                for (var peer : link.texts(peers)) {
                    uses.add(new InFile(link.path(peers), Purpose.PEER_CERTIFICATE, config.path(peer)));
                }
            }
        }
    }

    private static Purpose purpose(Values destination) {
        if (!destination.flag("sandbox")) {
            return Purpose.VENDOR;
        }
        return switch (destination.text("vendor")) {
            case "webhook" -> Purpose.SANDBOX_WEBHOOK;
            case "google-sheets" -> Purpose.SANDBOX_ACCOUNT;
            default -> Purpose.SANDBOX_VENDOR;
        };
    }

    private static void add(ConfigFile config, String place, Purpose purpose, Object value, List<SecretUse> uses) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(config, place + "[" + i + "]", purpose, list.get(i), uses);
            }
        } else if (value instanceof Map<?, ?> map) {
            if (map.size() == 1 && map.get("file") instanceof String name) {
                uses.add(new InFile(place, purpose, config.path(name)));
            } else if (map.size() == 1 && map.get("env") instanceof String variable) {
                uses.add(new InEnvironment(place, purpose, variable, config.variable(variable) != null));
            } else {
                map.forEach((key, part) -> add(config, place + "." + key, purpose, part, uses));
            }
        }
    }
}
