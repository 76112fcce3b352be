package io.activationgateway.gateway.demo;

import java.util.Locale;

/**
 * Numbers that ring nobody: ranges that regulators keep for fiction (DE Bundesnetzagentur, GB Ofcom, FR Arcep, US NANPA
 * 555-01xx, IE ComReg, SE PTS), and for the two countries without such a range prefixes that are not assigned (NL mobile
 * 06 00, TR mobile 500).
 */
final class Phones {

    private static final int[] AREAS = {202, 212, 303, 312, 404, 415, 512, 617, 702, 808};

    private Phones() {}

    /**
     * The number of a serial within its country; different serials of one country give different numbers.
     *
     * @throws IllegalArgumentException where the country's range is used up, or there is none
     */
    static String number(String country, int serial) {
        return switch (country) {
            case "DE" -> format("+493023125%03d", serial, 1_000);
            case "GB" -> format("+447700900%03d", serial, 1_000);
            case "FR" -> format("+3363998%04d", serial, 10_000);
            case "US" -> "+1" + AREAS[checked(serial, 1_000) / 100] + format("55501%02d", serial % 100, 100);
            case "IE" -> format("+3532091%05d", serial, 100_000);
            case "SE" ->
                serial < 100 ? format("+468465004%02d", serial, 100) : format("+463139006%02d", serial - 100, 100);
            case "NL" -> format("+31600%06d", serial, 1_000_000);
            case "TR" -> format("+90500%07d", serial, 10_000_000);
            default -> throw new IllegalArgumentException(country + " has no range here");
        };
    }

    private static String format(String pattern, int serial, int size) {
        return String.format(Locale.ROOT, pattern, checked(serial, size));
    }

    private static int checked(int serial, int size) {
        if (serial < 0 || serial >= size) {
            throw new IllegalArgumentException("serial " + serial + " (expected: below " + size + ")");
        }
        return serial;
    }
}
