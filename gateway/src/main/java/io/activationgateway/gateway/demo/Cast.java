package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Customer.Choice;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who of the invented customers plays which part in the demonstration.
 *
 * @param now the present, by which somebody is an adult
 */
record Cast(List<Customer> europeans, List<Customer> turks, Instant now) {

    static Cast of(List<Customer> customers, Instant now) {
        return new Cast(
                customers.stream().filter(one -> !one.turkish()).toList(),
                customers.stream().filter(Customer::turkish).toList(),
                now);
    }

    /** The n-th European adult who consented to the newsletter. */
    Customer consenting(int n) {
        return nth(europeans, n, one -> one.choices().email() == Choice.CONSENTED);
    }

    /** The last European adult who consented to personalisation. */
    Customer profiled() {
        return nth(europeans.reversed(), 0, one -> one.choices().profiling() == Choice.CONSENTED);
    }

    /** The first European adult beyond so many who consented to advertising. */
    Customer advertisedBeyond(int many) {
        return nth(
                europeans.subList(many, europeans.size()),
                0,
                one -> one.choices().advertising() == Choice.CONSENTED);
    }

    /** European adults whom nobody ever asked for the newsletter. */
    List<Customer> neverAsked(int many) {
        return europeans.stream()
                .filter(one -> one.choices().email() == Choice.NEVER_ASKED && isAdult(one))
                .limit(many)
                .toList();
    }

    private Customer nth(List<Customer> people, int n, Predicate<Customer> wanted) {
        return people.stream()
                .filter(one -> wanted.test(one) && isAdult(one))
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    private boolean isAdult(Customer one) {
        var birthDate = one.birthDate();
        return birthDate != null
                && birthDate.getYear() < now.atZone(ZoneOffset.UTC).getYear() - 18;
    }
}
