package io.activationgateway.connectors.googlesheets;

import io.activationgateway.connectors.AccessToken;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Google Sheets. Its settings are described by {@link #guide}. */
public final class GoogleSheetsVendor implements Vendor {

    private static final URI SHEETS = URI.create("https://sheets.googleapis.com");
    private static final URI TOKENS = URI.create("https://oauth2.googleapis.com");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int MAX_ROWS = 500;
    private static final int MAX_BYTES = 2_000_000;
    /** 60 a minute. */
    private static final int REQUESTS_PER_SECOND = 1;

    @Override
    public String name() {
        return "google-sheets";
    }

    /** None: where a spreadsheet is kept is set at Google, and the configuration says it. */
    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Connector connect(Settings settings) {
        var country = Set.of(settings.country("country"));
        var endpoint = settings.endpoint(new DataRegion("global", country, SHEETS));
        var lender = endpoint.sandbox() ? endpoint : new Endpoint(TOKENS, country, false);
        var account = account(settings);
        var spreadsheet = settings.text("spreadsheet_id");
        if (!ID.matcher(spreadsheet).matches()) {
            throw settings.wrong(
                    "spreadsheet_id", "is not an id", "copy the part after /d/ from the spreadsheet's URL");
        }
        var sheet = settings.optionalText("sheet");
        var columns = settings.texts("columns");
        if (Set.copyOf(columns).size() != columns.size()) {
            throw settings.wrong("columns", "name one twice", "name every column once");
        }
        var limits = limits(settings.number("max_records", MAX_ROWS, 1, 10_000));
        boolean repeatUncertain = settings.flag("repeat_uncertain", false);
        settings.refuseOthers();
        var named = new Sheet(
                endpoint.path("/v4/spreadsheets/" + spreadsheet), sheet == null ? "Activations" : sheet, columns);
        return new GoogleSheetsConnector(
                endpoint, named, new AccessToken(account::tokenForm, lender), limits, repeatUncertain);
    }

    private static ServiceAccount account(Settings settings) {
        var email = settings.text("client_email");
        var key = settings.text("private_key");
        try {
            return ServiceAccount.of(email, key);
        } catch (IllegalArgumentException wrong) {
            throw settings.wrong(
                    "private_key",
                    "is not a private key",
                    "give private_key of the account's JSON file, from BEGIN to END");
        }
    }

    static Limits limits(int maxRows) {
        return new Limits(maxRows, MAX_BYTES, MAX_BYTES, REQUESTS_PER_SECOND);
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Google Sheets",
                "Rows appended to a sheet that people read: the channel of a small team. Google's interface is one for the"
                        + " whole world; in which country the spreadsheet is kept is set in Google Workspace, and country"
                        + " must say it.",
                settingsGuide(),
                acts(),
                List.of(
                        "The first six columns are the record's key, the time of the activation, the act, the audience or"
                                + " channel, the purpose, and whether the person consented.",
                        "The configured columns follow, in their order; fields that columns does not name are left out, and a"
                                + " record that fills no identifier's column is refused.",
                        "Nothing is calculated: text goes in as it is, with an apostrophe before what a spreadsheet could"
                                + " take for a formula once it is exported.",
                        "Numbers of more than 15 characters become text, objects and arrays their JSON text."),
                List.of(
                        "Share the spreadsheet with the service account's address as editor, keep the sheet free of blank"
                                + " rows, and reserve it for the gateway.",
                        "Of a person's rows the last counts.",
                        "An erasure reads the columns in which the person may stand and empties every row that names them,"
                                + " except that person.erase and the time stay. It is called accepted, never applied: the"
                                + " version history may keep the rows, and has to be cleaned by hand.",
                        "Such a column is read as a whole, and a column of more than about 1 MB is too long for that.",
                        "A sheet that is not there stops the destination, and so does a spreadsheet that is not shared.",
                        "Nothing recognises a repetition, so a record whose end is unknown ends as uncertain, except what"
                                + " takes away."));
    }

    private static List<Guide.Setting> settingsGuide() {
        return List.of(
                new Guide.Setting("country", "country code", "required", "Where the spreadsheet is kept."),
                new Guide.Setting("spreadsheet_id", "text", "required", "The part after /d/ of the spreadsheet's URL."),
                new Guide.Setting("sheet", "text", "Activations", "The name of the sheet."),
                new Guide.Setting("columns", "list", "required", "The fields that become columns, in their order."),
                new Guide.Setting("client_email", "text", "required", "The service account's address."),
                new Guide.Setting(
                        "private_key",
                        "text, secret",
                        "required",
                        "The service account's private key on one line, as its JSON file has it."),
                new Guide.Setting("max_records", "1 to 10,000", "500", "Rows in one request."),
                new Guide.Setting(
                        "repeat_uncertain",
                        "true or false",
                        "false",
                        "Whether rows whose end is unknown are sent again and may stand there twice."));
    }

    private static List<Guide.Act> acts() {
        var acts = new ArrayList<Guide.Act>();
        for (var operation : Operation.values()) {
            boolean erases = operation == Operation.ERASE;
            acts.add(new Guide.Act(
                    operation,
                    erases
                            ? "GET /v4/spreadsheets/{id}/values/{range}, then POST /v4/spreadsheets/{id}/values:batchUpdate"
                            : "POST /v4/spreadsheets/{id}/values/{range}:append (" + RowEncoder.act(operation) + ")",
                    limits(erases ? 1 : MAX_ROWS),
                    List.of(IdentifierType.values()),
                    "",
                    erases ? "accepted" : "applied"));
        }
        return acts;
    }
}
