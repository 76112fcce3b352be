package io.activationgateway.residency.evaluation;

import java.time.LocalDate;
import java.util.List;

/**
 * In what the laws that follow Chapter V of the GDPR differ.
 *
 * @param none what is told where no mechanism stands; first the article that forbids
 * @param noDecision what is told where no adequacy decision covers the recipient
 * @param firstDayOfClauses clauses signed earlier are of repealed sets
 * @param startOfClauses the article on that day
 * @param clauses the article that is named beside clauses that open
 * @param asksForAssessment whether clauses and approvals need an assessment of the recipient's country
 * @param assessment what is told where it is missing, negative or overdue
 * @param exceptions what is told where a person's consent cannot carry a feed
 */
record SafeguardTerms(
        List<String> none,
        List<String> noDecision,
        LocalDate firstDayOfClauses,
        String startOfClauses,
        String clauses,
        boolean asksForAssessment,
        List<String> assessment,
        List<String> exceptions) {

    /** Decision (EU) 2021/914 entered into force on 2021-06-27. */
    static final SafeguardTerms GDPR = new SafeguardTerms(
            List.of("GDPR:44", "GDPR:45(3)", "GDPR:46"),
            List.of("GDPR:44", "GDPR:45(3)"),
            LocalDate.of(2021, 6, 27),
            "SCC2021:4",
            "SCC2021:14",
            true,
            List.of("SCC2021:14", "CJEU:C-311/18"),
            List.of("GDPR:49(1)(a)"));

    /** IDTA and Addendum are in force since 2022-03-21; the assessment is the data protection test since 2026-02-05. */
    static final SafeguardTerms UK_GDPR = new SafeguardTerms(
            List.of("UKGDPR:44A", "UKGDPR:45A", "UKGDPR:46"),
            List.of("UKGDPR:44A", "UKGDPR:45A"),
            LocalDate.of(2022, 3, 21),
            "DPA2018:119A",
            "UKGDPR:46(1A)",
            true,
            List.of("UKGDPR:46(1A)"),
            List.of("UKGDPR:49(1)(a)"));

    /** The clauses are those of the Union, with the changes that the Swiss commissioner asks for. */
    static final SafeguardTerms FADP = new SafeguardTerms(
            List.of("FADP:16(1)", "FADP:16(2)"),
            List.of("FADP:16(1)"),
            LocalDate.of(2021, 6, 27),
            "FADP:16(2)",
            "SCC2021:14",
            true,
            List.of("SCC2021:14", "FADP:16(2)"),
            List.of("FADP:17(1)(a)"));

    /** Resolution CD/ANPD 19/2024; whether an assessment is needed is not said there. */
    static final SafeguardTerms LGPD = new SafeguardTerms(
            List.of("LGPD:33", "ANPD-RES19:2"),
            List.of("LGPD:33(I)"),
            LocalDate.of(2024, 8, 23),
            "ANPD-RES19:2",
            "ANPD-RES19:2",
            false,
            List.of("LGPD:33(II)"),
            List.of("LGPD:33(VIII)"));
}
