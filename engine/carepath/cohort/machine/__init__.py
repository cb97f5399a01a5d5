"""The kernel: what is compiled. All of it works on flat tables of integers and allocates nothing."""
