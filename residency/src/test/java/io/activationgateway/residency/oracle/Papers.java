package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.oracle.Borders.Answer;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each tool needs to open a border of one law, and what it says where it does not. */
record Papers(Sheet law, Sheet purpose, Known known, Instant at) {

    private static final int DAYS_TO_NOTIFY = 5;

    /** Whose tool it is: no law accepts another's. */
    static String family(Sheet mechanism) {
        return switch (mechanism.text("type").split("_")[0]) {
            case "EU" -> "GDPR";
            case "TR" -> "KVKK";
            case "UK" -> "UK_GDPR";
            case "CH" -> "FADP";
            case "BR" -> "LGPD";
            default -> throw new AssertionError(mechanism);
        };
    }

    /** @param roles who hands over to whom, such as {@code CONTROLLER to PROCESSOR} */
    Answer weigh(Sheet mechanism, String country, String roles) {
        if (!mechanism.text("status", "ACTIVE").equals("ACTIVE")) {
            return Answer.closed(Reason.TRANSFER_LAPSED);
        }
        String type = mechanism.text("type");
        if (type.endsWith("_ADEQUACY")) {
            return adequacy(mechanism, country);
        }
        if (type.endsWith("_DPF")) {
            return listing(mechanism, country);
        }
        if (type.startsWith("TR_SS_")) {
            return turkishContract(mechanism, roles);
        }
        if (type.contains("_SCC_")
                || List.of("UK_IDTA", "UK_ADDENDUM", "BR_CLAUSES").contains(type)) {
            return clauses(mechanism, roles);
        }
        return type.contains("_DEROG_") || type.contains("_INCIDENTAL_") ? exception(mechanism) : approval(mechanism);
    }

    private Answer adequacy(Sheet mechanism, String country) {
        List<Sheet> decisions = decisions(mechanism.text("type"), country).stream()
                .filter(decision -> decision.text("decision").equals(mechanism.text("decision")))
                .toList();
        if (decisions.isEmpty() || !mechanism.isTrue("withinScope")) {
            return Answer.closed(Reason.TRANSFER_NO_MECHANISM);
        }
        return decisions.stream().anyMatch(this::stands) ? Answer.open() : Answer.closed(Reason.TRANSFER_LAPSED);
    }

    private Answer listing(Sheet entry, String country) {
        List<Sheet> decisions = decisions(entry.text("type"), country);
        if (decisions.isEmpty()) {
            return Answer.closed(Reason.TRANSFER_NO_MECHANISM);
        }
        LocalDate lastLook = entry.day("checkedAt");
        boolean counts = entry.isTrue("active")
                && isWithin(entry.day("certifiedFrom"), entry.day("recertDue"))
                && isWithin(lastLook, lastLook.plusDays(law.sheet("parameters").number("maxListingAgeDays")));
        return counts && decisions.stream().anyMatch(this::stands)
                ? Answer.open()
                : Answer.closed(Reason.TRANSFER_LAPSED);
    }

    private List<Sheet> decisions(String type, String country) {
        return law.sheets("adequacy").stream()
                .filter(decision -> decision.text("type").equals(type))
                .filter(decision -> Places.inside(decision.texts("countries"), country))
                .toList();
    }

    private boolean stands(Sheet decision) {
        return decision.text("status", "ACTIVE").equals("ACTIVE")
                && isWithin(decision.day("validFrom"), decision.dayOrNull("validTo"));
    }

    private Answer clauses(Sheet clauses, String roles) {
        LocalDate signed = clauses.dayOrNull("signedAt");
        if (signed == null || today().isBefore(signed)) {
            return Answer.closed(Reason.TRANSFER_UNSIGNED);
        }
        if (signed.isBefore(firstDay(clauses.text("type"))) || !clauses.isTrue("unaltered") || !fits(clauses, roles)) {
            return Answer.closed(Reason.TRANSFER_NO_MECHANISM);
        }
        return isTerminated(clauses) ? Answer.closed(Reason.TRANSFER_LAPSED) : assessed(clauses, Answer.open());
    }

    /** Older clauses are of repealed sets. */
    private static LocalDate firstDay(String type) {
        return LocalDate.parse(
                switch (type.substring(0, 2)) {
                    case "UK" -> "2022-03-21";
                    case "BR" -> "2024-08-23";
                    default -> "2021-06-27";
                });
    }

    /** The number in the type names the roles; a type without one fits all. A joint controller counts as controller. */
    private static boolean fits(Sheet mechanism, String roles) {
        char number = mechanism.text("type").charAt(mechanism.text("type").length() - 1);
        String plain = roles.replace("JOINT_", "");
        return switch (number) {
            case '1' -> plain.equals("CONTROLLER to CONTROLLER");
            case '2' -> plain.equals("CONTROLLER to PROCESSOR");
            case '3' -> plain.equals("PROCESSOR to PROCESSOR");
            case '4' -> plain.equals("PROCESSOR to CONTROLLER");
            default -> true;
        };
    }

    private Answer turkishContract(Sheet contract, String roles) {
        LocalDate complete = LocalDate.MIN;
        for (Sheet signature : contract.sheets("signatures")) {
            LocalDate signed = signature.dayOrNull("signedAt");
            if (signed == null || today().isBefore(signed)) {
                return Answer.closed(Reason.TRANSFER_UNSIGNED);
            }
            complete = signed.isAfter(complete) ? signed : complete;
        }
        if (!contract.isTrue("unaltered") || !fits(contract, roles)) {
            return Answer.closed(Reason.TRANSFER_NO_MECHANISM);
        }
        if (isTerminated(contract)) {
            return Answer.closed(Reason.TRANSFER_LAPSED);
        }
        LocalDate due = afterBusinessDays(complete);
        LocalDate notified = contract.dayOrNull("notifiedAt");
        Answer answer;
        if (notified != null && !today().isBefore(notified)) {
            answer = notified.isAfter(due)
                    ? Answer.open(Obligation.of(Obligation.Kind.RISK_LATE_NOTIFICATION))
                    : Answer.open();
        } else if (today().isAfter(due) || law.sheet("parameters").isTrue("strictNotification")) {
            answer = Answer.closed(Reason.TRANSFER_NOT_NOTIFIED);
        } else {
            answer = Answer.open(new Obligation(Obligation.Kind.NOTIFY_AUTHORITY, due.toString()));
        }
        return assessed(contract, answer);
    }

    private LocalDate afterBusinessDays(LocalDate day) {
        Sheet calendar = law.sheet("calendar");
        LocalDate found = day;
        int left = DAYS_TO_NOTIFY;
        while (left > 0) {
            found = found.plusDays(1);
            boolean weekend = found.getDayOfWeek() == DayOfWeek.SATURDAY || found.getDayOfWeek() == DayOfWeek.SUNDAY;
            boolean holiday = calendar.texts("movable").contains(found.toString())
                    || calendar.texts("everyYear").contains(found.toString().substring("2026-".length()));
            left -= weekend || holiday ? 0 : 1;
        }
        return found;
    }

    private Answer approval(Sheet approval) {
        if (!approval.isTrue("importerIsMember") || today().isBefore(approval.day("approvedAt"))) {
            return Answer.closed(Reason.TRANSFER_NO_MECHANISM);
        }
        return isWithin(approval.day("approvedAt"), approval.dayOrNull("expiresAt"))
                ? assessed(approval, Answer.open())
                : Answer.closed(Reason.TRANSFER_LAPSED);
    }

    /** One event on one day, never a feed. */
    private Answer exception(Sheet exception) {
        if (purpose.isTrue("recurring")) {
            return Answer.closed(Reason.TRANSFER_RECURRING);
        }
        LocalDate event = exception.day("eventAt");
        if (today().isAfter(event)) {
            return Answer.closed(Reason.TRANSFER_LAPSED);
        }
        boolean onRecord = !exception.text("riskNotice").isBlank()
                && !exception.text("impossibility").isBlank();
        boolean carried = exception.text("type").endsWith("_CONSENT")
                ? known.cell().transfer() == ConsentState.GRANTED
                : purpose.text("code").equals("SERVICE_MESSAGE") && !purpose.isTrue("promotional");
        return today().equals(event) && onRecord && carried
                ? Answer.open(Obligation.of(Obligation.Kind.LEGAL_REVIEW))
                : Answer.closed(Reason.TRANSFER_NO_MECHANISM);
    }

    /**
     * The answer, where the assessment carries it too. The European, British and Swiss tools need one; where none is
     * needed, one that is on file counts all the same.
     */
    private Answer assessed(Sheet mechanism, Answer answer) {
        Sheet assessment = mechanism.sheet("assessment");
        boolean needed = List.of("GDPR", "UK_GDPR", "FADP").contains(law.text("family"));
        boolean carries = mechanism.has("assessment")
                ? assessment.isTrue("positive") && isWithin(assessment.day("madeAt"), assessment.dayOrNull("reviewDue"))
                : !needed;
        return carries ? answer : Answer.closed(Reason.TRANSFER_TIA_OVERDUE);
    }

    private boolean isTerminated(Sheet contract) {
        LocalDate first = contract.dayOrNull("terminatedAt");
        return first != null && !today().isBefore(first);
    }

    /** Whether today is one of these days, both included. */
    private boolean isWithin(LocalDate first, @Nullable LocalDate last) {
        return !today().isBefore(first) && (last == null || !today().isAfter(last));
    }

    /** The day in the law's own zone. */
    private LocalDate today() {
        ZoneId zone = law.has("calendar") ? ZoneId.of(law.sheet("calendar").text("zone")) : ZoneOffset.UTC;
        return LocalDate.ofInstant(at, zone);
    }
}
