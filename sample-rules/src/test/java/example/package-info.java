/** Rule tests as a user of kguard writes them. */
@org.jspecify.annotations.NullMarked
package example;
