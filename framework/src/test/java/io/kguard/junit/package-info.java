/** Tests of rule tests. */
@org.jspecify.annotations.NullMarked
package io.kguard.junit;
