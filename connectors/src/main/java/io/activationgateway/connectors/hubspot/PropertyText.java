package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;

/**
 * Writes values as HubSpot's properties hold them, as texts: a null clears the property, a list of plain values becomes a
 * choice of several ({@code a;b}), other lists and objects their JSON.
 */
final class PropertyText {

    private static final String SEPARATOR = ";";

    private PropertyText() {}

    static void write(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        switch (out.at(from)) {
            case '"' -> {}
            case 'n' -> {
                out.truncate(from);
                out.ascii("\"\"");
            }
            case '{' -> out.quote(from);
            case '[' -> {
                int end = out.length();
                if (choices(from + 1, end - 1, out)) {
                    out.cut(from, end);
                } else {
                    out.truncate(end);
                    out.quote(from);
                }
            }
            default -> {
                out.quote(from);
            }
        }
    }

    /** Writes the plain values of a list as one text; false where one is not plain or holds the separator itself. */
    private static boolean choices(int from, int to, JsonBytes out) {
        out.ascii("\"");
        int start = out.length();
        int at = from;
        while (at < to) {
            byte first = out.at(at);
            if (first == '{' || first == '[') {
                return false;
            }
            if (first == ',' || first <= ' ') {
                at++;
                continue;
            }
            int end = first == '"' ? closingQuote(at + 1, out) : endOfPlain(at, to, out);
            int begin = first == '"' ? at + 1 : at;
            if (first != 'n') {
                if (holdsSeparator(begin, end, out)) {
                    return false;
                }
                out.ascii(out.length() > start ? SEPARATOR : "").again(begin, end);
            }
            at = first == '"' ? end + 1 : end;
        }
        out.ascii("\"");
        return true;
    }

    private static int closingQuote(int from, JsonBytes out) {
        int at = from;
        while (out.at(at) != '"') {
            at += out.at(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int endOfPlain(int from, int to, JsonBytes out) {
        int at = from;
        while (at < to && out.at(at) != ',' && out.at(at) > ' ') {
            at++;
        }
        return at;
    }

    /** Whether JSON text holds the separator, written out or escaped. */
    private static boolean holdsSeparator(int from, int to, JsonBytes out) {
        for (int at = from; at < to; at++) {
            byte b = out.at(at);
            if (b == ';') {
                return true;
            }
            if (b == '\\') {
                if (out.at(at + 1) == 'u' && out.ascii(at + 2, at + 6).equalsIgnoreCase("003b")) {
                    return true;
                }
                at++;
            }
        }
        return false;
    }
}
