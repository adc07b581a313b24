// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/**
 * Over which values of a field a comparison goes. All but {@link #ONE} are read through {@link Field#count} and
 * {@link Field#load(EventContext, int)}; they can't be on a right-hand side and take no transformer.
 */
public enum Quantifier {
    /** The field has one value, read with {@link Field#load(EventContext)}. */
    ONE,
    /**
     * One value for each ancestor of the process, its parent first. A comparison holds if it holds for one of them,
     * {@code !=} too: {@code proc.aname != x} means that some ancestor is not x. {@code exists} holds if there is an
     * ancestor. {@link Field#load(EventContext)} gives the process's own value, which is what outputs show.
     */
    ANY_ANCESTOR,
    /**
     * The client's and the server's value, in this order; of a listening socket the server's alone. A comparison holds if
     * it holds for one of them, but {@code !=} must hold for both. {@code exists} holds if the event has a descriptor,
     * of whatever type; that is what {@link Field#load(EventContext)} tells.
     */
    EITHER_END,
    /**
     * The names of an address, from the hosts file that was given. {@code =} holds if it does for one of them,
     * {@code !=} must hold for all; other operators, {@code in} too, look at the first alone, which is what {@link
     * Field#load(EventContext)} gives.
     */
    ANY_NAME
}
