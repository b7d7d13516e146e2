export { NearsideError } from 'nearside';
