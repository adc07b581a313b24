// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/**
 * Which values of a field a comparison uses. All except {@link #ONE} are read with {@link Field#count} and
 * {@link Field#load(EventContext, int)}. They can't be on a right-hand side or have a transformer.
 */
public enum Quantifier {
    /** The field has one value, read with {@link Field#load(EventContext)}. */
    ONE,
    /**
     * One value for each ancestor of the process; the parent is the first. A comparison is true if it is true for one
     * of them, also {@code !=}: {@code proc.aname != x} means that some ancestor is not x. {@code exists} is true if
     * there is an ancestor. {@link Field#load(EventContext)} returns the process's own value, which outputs show.
     */
    ANY_ANCESTOR,
    /**
     * The client's and the server's value, in this order; for a listening socket only the server's. A comparison is
     * true if it is true for one of them, but {@code !=} must be true for both. {@code exists} is true if the event has
     * a descriptor of any type, which is what {@link Field#load(EventContext)} returns.
     */
    EITHER_END,
    /**
     * The names of an address in the given hosts file. {@code =} is true if it is true for one of them, {@code !=} must
     * be true for all. {@code exists} is true if the event has a descriptor of any type. Other operators, including
     * {@code in}, use only the first name, which {@link Field#load(EventContext)} loads.
     */
    ANY_NAME
}
