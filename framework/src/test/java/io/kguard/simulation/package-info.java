/** Tests of simulations. */
@org.jspecify.annotations.NullMarked
package io.kguard.simulation;
