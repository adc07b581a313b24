/** Golden texts. */
@org.jspecify.annotations.NullMarked
package io.kguard.golden;
