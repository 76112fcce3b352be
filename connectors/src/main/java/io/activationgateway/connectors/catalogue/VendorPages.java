package io.activationgateway.connectors.catalogue;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The vendors' documentation as Markdown, made of what their connectors say of themselves. Immutable. */
public final class VendorPages {

    private static final String MADE_BY =
            "<!-- Made by `activation-gateway connector docs --into deploy/connectors`; change the vendor's guide instead. -->";

    private final Vendors vendors;

    public VendorPages(Vendors vendors) {
        this.vendors = requireNonNull(vendors, "vendors");
    }

    /** The text of every page by its file's name: one per vendor, and {@code README.md} that compares them. */
    public Map<String, String> all() {
        var pages = new TreeMap<String, String>();
        for (var name : vendors.names()) {
            pages.put(name + ".md", page(vendor(name)));
        }
        pages.put("README.md", overview());
        return pages;
    }

    /** Which vendor can do what. */
    public String overview() {
        var lines = new ArrayList<>(List.of(MADE_BY, "", "# Connectors", ""));
        lines.add(
                "What each vendor can be asked to do, and where it keeps data. A page of its own tells of its settings,"
                        + " limits and fields.");
        lines.add("");
        var operations = Operation.values();
        lines.add(row(Stream.concat(
                Stream.of("vendor"),
                Stream.concat(Arrays.stream(operations).map(Operation::wireName), Stream.of("data regions")))));
        lines.add(rule(operations.length + 2));
        for (var name : new TreeSet<>(vendors.names())) {
            var vendor = vendor(name);
            var can = vendor.guide().operations();
            lines.add(row(Stream.concat(
                    Stream.of("[" + vendor.guide().title() + "](" + name + ".md)"),
                    Stream.concat(
                            Arrays.stream(operations).map(operation -> can.contains(operation) ? "yes" : ""),
                            Stream.of(regionNames(vendor))))));
        }
        return text(lines);
    }

    /** The page of one vendor. */
    public static String page(Vendor vendor) {
        var guide = vendor.guide();
        var lines = new ArrayList<>(List.of(MADE_BY, "", "# " + guide.title(), "", guide.summary(), ""));
        lines.add("In the configuration: `vendor: " + vendor.name() + "`.");
        regions(vendor.dataRegions(), lines);
        operations(guide, lines);
        settings(guide, lines);
        list("Fields", guide.fields(), lines);
        list("Good to know", guide.notes(), lines);
        return text(lines);
    }

    private static void regions(List<DataRegion> regions, List<String> lines) {
        heading("Data regions", lines);
        if (regions.isEmpty()) {
            lines.add("The configuration says where the receiver is and in which country.");
            return;
        }
        lines.add(row(Stream.of("region", "countries", "endpoint")));
        lines.add(rule(3));
        for (var region : regions) {
            lines.add(row(Stream.of(
                    "`" + region.name() + "`",
                    String.join(", ", new TreeSet<>(region.countries())),
                    region.endpoint().toString())));
        }
    }

    private static void operations(Guide guide, List<String> lines) {
        heading("Operations", lines);
        lines.add(row(Stream.of(
                "operation",
                "request",
                "records",
                "bytes",
                "bytes a record",
                "requests a second",
                "people known by",
                "a repetition is recognised by",
                "an answer proves")));
        lines.add(rule(9));
        for (var act : guide.acts()) {
            var limits = act.limits();
            lines.add(row(Stream.of(
                    "`" + act.operation().wireName() + "`",
                    act.request(),
                    number(limits.maxRecords()),
                    number(limits.maxBytes()),
                    number(limits.maxRecordBytes()),
                    pace(limits),
                    act.identifiers().stream().map(IdentifierType::wireName).collect(Collectors.joining(", ")),
                    act.key().isEmpty() ? "nothing" : act.key(),
                    act.outcome())));
        }
        var others = Arrays.stream(Operation.values())
                .filter(operation -> !guide.operations().contains(operation))
                .map(operation -> "`" + operation.wireName() + "`")
                .toList();
        if (!others.isEmpty()) {
            lines.add("");
            lines.add("Not supported, and refused before any record is looked at: " + String.join(", ", others) + ".");
        }
    }

    private static void settings(Guide guide, List<String> lines) {
        heading("Settings", lines);
        lines.add(row(Stream.of("setting", "value", "where absent", "meaning")));
        lines.add(rule(4));
        for (var setting : guide.settings()) {
            lines.add(row(Stream.of("`" + setting.name() + "`", setting.value(), setting.absent(), setting.meaning())));
        }
        lines.add("");
        lines.add(
                "Secrets are named by file or environment variable. With `sandbox: true` another host may stand in for"
                        + " the vendor, which every result then shows.");
    }

    private static void list(String title, List<String> sentences, List<String> lines) {
        if (sentences.isEmpty()) {
            return;
        }
        heading(title, lines);
        sentences.forEach(sentence -> lines.add("- " + escaped(sentence)));
    }

    private static void heading(String title, List<String> lines) {
        lines.addAll(List.of("", "## " + title, ""));
    }

    private static String row(Stream<String> cells) {
        return cells.map(cell -> escaped(cell).replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** What stands between angle brackets would be a tag. */
    private static String escaped(String text) {
        return text.replace("<", "\\<");
    }

    private static String rule(int columns) {
        return "|" + "---|".repeat(columns);
    }

    private static String regionNames(Vendor vendor) {
        return vendor.dataRegions().isEmpty()
                ? "as configured"
                : names(
                        vendor.dataRegions(),
                        region -> region.name() + " (" + names(region.countries(), one -> one) + ")");
    }

    private static <T> String names(Collection<T> things, Function<T, String> name) {
        return things.stream().map(name).sorted().collect(Collectors.joining(", "));
    }

    private static String pace(Limits limits) {
        var pace = number(limits.requestsPerSecond());
        return limits.requestsPerDay() == Limits.ANY ? pace : pace + ", " + number(limits.requestsPerDay()) + " a day";
    }

    private static String number(double value) {
        return new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    private Vendor vendor(String name) {
        return requireNonNull(vendors.find(name), name);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
