package io.activationgateway.gateway.demo;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code activation-gateway demo}. */
@Command(
        name = "demo",
        header = "Sends invented customers through two running gateways and shows what became of them.",
        description = {
            "It tells the gateways the customers' consents, posts audiences as a reverse-ETL job would, some of them to the"
                    + " wrong region, and asks the simulated vendors what they received. deploy/run starts all it needs.",
            "",
            "It ends with 0 where every destination received what was forwarded to it and nothing else, with 1 where not,"
                    + " and with 69 where a gateway or the sandbox does not answer."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int UNAVAILABLE = 69;

    @Option(
            names = "--eu",
            paramLabel = "URL",
            description = "Gateway of eu-central (default: ${DEFAULT-VALUE}).",
            defaultValue = "http://127.0.0.1:8080")
    private URI eu = URI.create("");

    @Option(
            names = "--tr",
            paramLabel = "URL",
            description = "Gateway of tr-istanbul (default: ${DEFAULT-VALUE}).",
            defaultValue = "http://127.0.0.1:8081")
    private URI tr = URI.create("");

    @Option(
            names = "--sandbox",
            paramLabel = "URL",
            description = "The simulated vendors (default: ${DEFAULT-VALUE}).",
            defaultValue = "http://127.0.0.1:8082")
    private URI sandbox = URI.create("");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Folder with source-<name>.key of each source (default: ${DEFAULT-VALUE}).",
            defaultValue = "deploy/data/keys")
    private Path keys = Path.of("");

    @Option(names = "--once", description = "End after the report instead of waiting for Ctrl-C.")
    private boolean once;

    @Option(names = "--json", description = "Print the report as JSON, and nothing else, to standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        Summary summary;
        try {
            summary = summary(json ? err : out);
        } catch (DemoException e) {
            err.println("demo: " + e.getMessage());
            err.flush();
            return UNAVAILABLE;
        }
        var report = new Report(summary);
        out.println(json ? report.json() : report.text());
        out.flush();
        if (!once) {
            (json ? err : out).println("Everything stays up until Ctrl-C.");
            (json ? err : out).flush();
            new CountDownLatch(1).await();
        }
        return summary.passed() ? 0 : 1;
    }

    private Summary summary(PrintWriter progress) {
        var now = Instant.now();
        var customers = Customers.invent(
                Customers.SEED, Customers.COUNT, now.atZone(ZoneOffset.UTC).getYear());
        progress.println("Posting the audiences of " + customers.size() + " invented customers ...");
        progress.flush();
        var places = new Run.Places(eu, tr, sandbox, keys);
        var outcome = new Run(new Http(), places, System::nanoTime).carryOut(Scenario.of(customers, now));
        return Summary.of(outcome, customers, links());
    }

    private Map<String, String> links() {
        var links = new LinkedHashMap<String, String>();
        links.put("eu-central, ready", eu.resolve("/health/ready").toString());
        links.put("eu-central, metrics", eu.resolve("/metrics").toString());
        links.put("eu-central, API", eu.resolve("/openapi.yaml").toString());
        links.put("eu-central, ledger", eu.resolve("/v1/ledger/checkpoint").toString());
        links.put("tr-istanbul, ready", tr.resolve("/health/ready").toString());
        links.put("tr-istanbul, metrics", tr.resolve("/metrics").toString());
        links.put(
                "what iterable-eu received",
                sandbox.resolve("/_sandbox/received/iterable-eu").toString());
        return links;
    }
}
