/* The least that starting a program can cost: static, and does nothing. */
int
main(void)
{
	return 0;
}
