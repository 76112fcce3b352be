package io.activationgateway.gateway.screening;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.evaluation.Reasoning;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a decision needs of a row, kept so that the row can be judged again without being read again.
 *
 * @param generation of the keys: it stays, and the register brings the keys to its own where that has gone on
 * @param keys the subject keys of the row's identifiers, high and low halves in turn
 * @param contact the position of the key of the address that the channel delivers to, -1 where the row has none
 * @param shared the position of the key of what a removal carries, -1 where the row has none or removes nobody
 * @param laws the laws that the row's country and the controller bring, as the route numbers them
 * @param age the band that the row's birth date gives
 * @param signals what the row's consent signals leave of a permission
 * @param shape which catalogue fields hold a value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a list of boxed halves would cost more than the row
record RowFacts(
        int generation, long[] keys, int contact, int shared, int laws, AgeBand age, SignalClass signals, Shape shape) {

    /**
     * Judges the row by every identifier that the register knows, each under the laws of all; the strictest verdict wins and
     * field plans intersect.
     * Unknown identifiers are neutral beside a known one, except the address the channel delivers to.
     */
    Verdict judge(Route route, ConsentView view) {
        return judge(route, view, united(route, view));
    }

    /**
     * The laws of everybody whom the row means. Of one person the route unites them by itself; it is asked only where the
     * register knows two, with different profiles.
     */
    private int united(Route route, ConsentView view) {
        int first = ConsentView.UNKNOWN;
        int united = laws;
        for (int i = 0; i < count(); i++) {
            int number = view.find(generation, keys[2 * i], keys[2 * i + 1]);
            if (number == ConsentView.UNKNOWN || number == first) {
                continue;
            }
            if (first != ConsentView.UNKNOWN) {
                united |= route.laws(view, first) | route.laws(view, number);
            }
            first = number;
        }
        return united;
    }

    private Verdict judge(Route route, ConsentView view, int united) {
        Verdict verdict = null;
        boolean contactKnown = true;
        for (int i = 0; i < count(); i++) {
            int number = view.find(generation, keys[2 * i], keys[2 * i + 1]);
            if (number == ConsentView.UNKNOWN) {
                contactKnown &= i != contact;
            } else {
                var next = route.decide(view, number, united, age, signals, shape);
                verdict = verdict == null || next == verdict ? next : route.combine(verdict, next);
            }
        }
        if (verdict == null) {
            return route.decide(view, ConsentView.UNKNOWN, laws, age, signals, shape);
        }
        return contactKnown
                ? verdict
                : route.combine(verdict, new Verdict.Withhold(route.unknownContact(), List.of(), List.of()));
    }

    /** How the answer came about, for each identifier that is judged. */
    List<Reasoning> reasons(Route route, ConsentView view) {
        var reasons = new ArrayList<Reasoning>();
        int united = united(route, view);
        for (int i = 0; i < count(); i++) {
            int number = view.find(generation, keys[2 * i], keys[2 * i + 1]);
            if (number != ConsentView.UNKNOWN) {
                reasons.add(route.reason(view, number, united, age, signals, shape));
            }
        }
        if (reasons.isEmpty()) {
            reasons.add(route.reason(view, ConsentView.UNKNOWN, laws, age, signals, shape));
        }
        return reasons;
    }

    /** Whether one of the row's subjects is among the changed. */
    boolean anyIn(Changes changes) {
        for (int i = 0; i < count(); i++) {
            if (changes.contains(generation, keys[2 * i], keys[2 * i + 1])) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return keys.length / 2;
    }
}
