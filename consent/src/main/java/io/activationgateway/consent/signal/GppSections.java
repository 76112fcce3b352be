package io.activationgateway.consent.signal;

import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GPP string cut into its sections (IAB Tech Lab, Global Privacy Platform string format, version 1).
 *
 * @param bodies the body of each section by its number
 */
record GppSections(Map<Integer, String> bodies) {

    private static final int TYPE = 3;
    private static final int VERSION = 1;

    /** Numbers of sections stay far below; a hostile header must not name billions of them. */
    private static final int LARGEST_SECTION = 500;

    private static final int LONGEST_FIBONACCI = 14;

    /** A string that is not what the format demands. */
    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final Flaw flaw;

        Misfit(Flaw flaw) {
            super(flaw.name(), null, false, false);
            this.flaw = flaw;
        }

        Flaw flaw() {
            return flaw;
        }
    }

    static GppSections of(String text) throws Misfit {
        var parts = text.split("~", -1);
        var numbers = numbers(parts[0]);
        if (numbers.size() != parts.length - 1) {
            throw new Misfit(Flaw.GPP_SECTIONS);
        }
        var bodies = new LinkedHashMap<Integer, String>();
        for (int i = 0; i < numbers.size(); i++) {
            bodies.put(numbers.get(i), parts[i + 1]);
        }
        return new GppSections(bodies);
    }

    /** The sections that a {@code gpp_sid} lets apply: numbers with commas between; -1 for none. */
    GppSections applying(String sid) throws Misfit {
        var applying = new LinkedHashMap<Integer, String>();
        if (sid.equals("-1")) {
            return new GppSections(applying);
        }
        for (var number : sid.split(",", -1)) {
            try {
                int section = Integer.parseInt(number);
                var body = bodies.get(section);
                if (body == null) {
                    throw new Misfit(Flaw.GPP_SID);
                }
                applying.put(section, body);
            } catch (NumberFormatException wrong) {
                throw new Misfit(Flaw.GPP_SID);
            }
        }
        return new GppSections(applying);
    }

    private static List<Integer> numbers(String header) throws Misfit {
        var numbers = new ArrayList<Integer>();
        try {
            var bits = new Bits(header);
            if (bits.read(6) != TYPE || bits.read(6) != VERSION) {
                throw new Misfit(Flaw.GPP_HEADER);
            }
            int last = 0;
            for (int entries = bits.read(12); entries > 0; entries--) {
                boolean range = bits.flag();
                int start = last + bits.fibonacci(LONGEST_FIBONACCI);
                last = range ? start + bits.fibonacci(LONGEST_FIBONACCI) : start;
                if (last > LARGEST_SECTION) {
                    throw new Misfit(Flaw.GPP_HEADER);
                }
                for (int section = start; section <= last; section++) {
                    numbers.add(section);
                }
            }
            if (numbers.isEmpty() || !bits.onlyPaddingLeft()) {
                throw new Misfit(Flaw.GPP_HEADER);
            }
        } catch (IllegalArgumentException unreadable) {
            throw new Misfit(Flaw.GPP_HEADER);
        }
        return numbers;
    }
}
