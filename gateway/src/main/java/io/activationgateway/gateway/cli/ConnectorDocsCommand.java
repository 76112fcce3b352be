package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.catalogue.VendorPages;
import io.activationgateway.connectors.catalogue.Vendors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "docs",
        header = "Prints what the connectors can do, as Markdown.",
        description = {
            "With a vendor, its page: operations with their limits, data regions, settings, what becomes of a record's"
                    + " fields. Without one, which vendor can do what. The pages are made of what the connectors say of"
                    + " themselves."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway connector docs iterable",
            "  activation-gateway connector docs --into deploy/connectors"
        })
final class ConnectorDocsCommand implements Callable<Integer> {

    private static final String TEMPLATE_SCHEMA = "template.schema.json";

    private final Terminal terminal;

    @Parameters(paramLabel = "VENDOR", arity = "0..1", description = "The vendor's name in configuration.")
    private @Nullable String vendor;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "Write all pages, and the JSON Schema of templates, into this folder instead.")
    private @Nullable Path folder;

    ConnectorDocsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var pages = new VendorPages(Vendors.all());
        if (folder != null) {
            Files.createDirectories(folder);
            for (var page : pages.all().entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
            }
            Files.write(folder.resolve(TEMPLATE_SCHEMA), schema());
            return ExitCode.OK;
        }
        var text = vendor == null ? pages.overview() : pages.all().get(vendor + ".md");
        if (text == null) {
            terminal.err()
                    .println(vendor + ": no vendor of this name (known: "
                            + String.join(", ", Vendors.all().names()) + ")");
            return ExitCode.USAGE;
        }
        terminal.out().print(text);
        terminal.out().flush();
        return ExitCode.OK;
    }

    /** What a template is held against by editors and by reviewers before it runs. */
    private static byte[] schema() throws IOException {
        try (var in = VendorPages.class.getClassLoader().getResourceAsStream("schemas/" + TEMPLATE_SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("class path: schemas/" + TEMPLATE_SCHEMA + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
