package io.activationgateway.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file of a node with two simulated destinations and, where wanted, more. */
final class NodeFile {

    private NodeFile() {}

    static Path write(Path folder, String... moreDestinations) throws IOException {
        var text = """
                region: eu-central
                node: eu-central-1
                data: data
                policies: policies
                keys:
                  pseudonym: data/keys/pseudonym.key
                  ledger: data/keys/ledger.key
                  policy_signer: data/keys/policy.key
                  policy_trust: [data/keys/policy.key.pub]
                sources:
                  etl:
                    key: {file: data/keys/etl.key}
                    controller: acme-eu
                    brand: acme
                    destinations: [iterable-eu, webhook-de]
                    purposes: [email-newsletter]
                destinations:
                  iterable-eu:
                    vendor: iterable
                    region: eu
                    api_key: {file: data/keys/iterable-eu.key}
                    endpoint: http://127.0.0.1:8090/iterable-eu
                    sandbox: true
                  webhook-de:
                    vendor: webhook
                    url: http://127.0.0.1:8090/webhook-de
                    country: DE
                    secret:
                      - {file: data/keys/webhook-de.key}
                      - {file: data/keys/webhook-de.old}
                    sandbox: true
                """;
        return Files.writeString(folder.resolve("eu.yaml"), text + String.join("", moreDestinations));
    }
}
